/*
 * modulename.h - what the PKCS#11 module and its tokens are called
 *
 * The module names its tokens, and storectl pkcs11 prints URIs of them.
 */

#pragma once

#define MODULENAME_FILE		"spckit-pkcs11.so"
#define MODULENAME_USER		"Personal"
#define MODULENAME_MACHINE	"Personal (machine)"
