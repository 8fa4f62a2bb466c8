/*
 * foreign.h - what people hand over that is not read here
 *
 * Told by how they begin, so that a refusal can name the file for what it is
 * and the program that converts it, whatever the file is called: Java's key
 * stores (JKS, JCEKS), PuTTY's keys, keys in XML (.NET) and JSON (RFC 7517),
 * CNG's key blobs, ZIP archives, web pages.
 *
 * Input: the first bytes of a file, or all of it.
 */

#pragma once

#include "base/bytes.h"

bool	foreign_is_jks(struct view start);
bool	foreign_is_jceks(struct view start);
bool	foreign_is_putty(struct view start);
bool	foreign_is_xml_key(struct view start);
bool	foreign_is_jwk(struct view start);
bool	foreign_is_cng(struct view start);
bool	foreign_is_zip(struct view start);
bool	foreign_is_html(struct view start);
