/*
 * judge.h - what is wrong with a path, and how good is it?
 *
 * Private to chain.c, which finds the paths; whether a step was signed by the
 * one above it, and why the path ends, are in its faults already.
 */

#pragma once

#include "chain/chain.h"

/* Fills in all that follows from the steps and from c->complete. */
void	chain_judge(const struct chain_pool *pool,
	    const struct chain_options *o, struct chain *c);
/* Of two judged paths the one with the higher score is the better one. */
long	chain_score(const struct chain *c, bool kernel);
