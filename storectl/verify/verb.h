/* verb.h - storectl verify */

#ifndef SPCKIT_STORECTL_VERIFY_VERB_H
#define SPCKIT_STORECTL_VERIFY_VERB_H

#include "cli/command.h"

command_run	signtool_verify;

#endif
