/*
 * verbs.h - the verbs of crosscert, each in the file of its name
 *
 * main.c has their table; what a verb is given and does is said in
 * cli/command.h.
 */

#pragma once

#include "cli/command.h"
#include "options.h"

command_run	crosscert_add;
command_run	crosscert_aia;
command_run	crosscert_fetch;
command_run	crosscert_find;
command_run	crosscert_list;
command_run	crosscert_revocation;
command_run	crosscert_roots;
