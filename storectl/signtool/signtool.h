/*
 * signtool.h - SignTool's commands
 *
 * `storectl sign ...`, and everything when we are started as `signtool` (a link
 * in lib/spckit/windows). SignTool's options are not storectl's, so its commands
 * parse their lines themselves: c->command, whose first word is the command.
 */

#pragma once

#include "cli/command.h"

/* Those that are listed are storectl's verbs as well. */
extern const struct command_table signtool_commands;

/* A whole line without the program's name: the command, or @FILE, first. The
 * arguments may be changed: passwords are blanked. *caught: a signal that should
 * end us now. */
int	signtool_main(int argc, char **argv, int *caught);
