/*
 * verbs.h - the verbs of storectl that need no folder of their own
 *
 * main.c has the table of all; what a verb is given and does is said in
 * cli/command.h.
 */

#pragma once

#include "cli/command.h"

command_run	verb_chain;
command_run	verb_delete;
command_run	verb_dump;
command_run	verb_list;
command_run	verb_pkcs11;
command_run	verb_show;
