/* verb.h - storectl sign */

#pragma once

#include "cli/command.h"

command_run	signtool_sign;
