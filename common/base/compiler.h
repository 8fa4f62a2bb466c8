/*
 * compiler.h - the few attributes the rest of the tree uses
 *
 * MUST_CHECK      the result says whether it worked; ignoring it is an error
 * NOINLINE        a function that is rarely called by one that often is
 * PRINTF_LIKE     argument f is a printf format, its values start at v
 * RETRY           a system call, again when a signal has interrupted it
 * COUNT_OF        number of elements of an array (never of a pointer)
 */

#pragma once

#define MUST_CHECK		__attribute__((warn_unused_result))
#define NOINLINE		__attribute__((noinline))
#define PRINTF_LIKE(f, v)	__attribute__((format(printf, f, v)))
#define RETRY(call)		__extension__ ({			\
	__typeof__(call) result_;					\
	do								\
		result_ = (call);					\
	while (result_ == -1 && errno == EINTR);			\
	result_;							\
})
#define COUNT_OF(a)		(sizeof(a) / sizeof((a)[0]))
