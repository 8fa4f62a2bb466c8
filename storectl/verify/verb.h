/* verb.h - storectl verify */

#pragma once

#include "cli/command.h"

command_run	signtool_verify;
