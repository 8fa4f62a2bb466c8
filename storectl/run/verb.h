/* verb.h - storectl run */

#ifndef SPCKIT_STORECTL_RUN_VERB_H
#define SPCKIT_STORECTL_RUN_VERB_H

#include "cli/command.h"

command_run	verb_run_program;

#endif
