/* verb.h - storectl export */

#ifndef SPCKIT_STORECTL_EXPORT_VERB_H
#define SPCKIT_STORECTL_EXPORT_VERB_H

#include "cli/command.h"

command_run	verb_export;

#endif
