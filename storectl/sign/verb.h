/* verb.h - storectl sign */

#ifndef SPCKIT_STORECTL_SIGN_VERB_H
#define SPCKIT_STORECTL_SIGN_VERB_H

#include "cli/command.h"

command_run	signtool_sign;

#endif
