/* verb.h - storectl export */

#pragma once

#include "cli/command.h"

command_run	verb_export;
