/* verb.h - storectl run */

#pragma once

#include "cli/command.h"

command_run	verb_run_program;
