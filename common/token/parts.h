/*
 * parts.h - what the files of tokens share
 *
 * Private to token/:
 *
 *   p11kit.c  libp11-kit, loaded when it is needed
 *   token.c   the URI, its PIN, session and login
 *   error.c   why a call of the module failed
 *   find.c    the module and the token that the URI means
 *   object.c  a key -> the attributes of its objects
 *   key.c     objects: found, made, removed; their URIs
 */

#pragma once

#include <p11-kit/p11-kit.h>
#include <p11-kit/uri.h>

#include "base/bytes.h"
#include "formats/key/eckey.h"
#include "formats/key/rsakey.h"
#include "token/token.h"

/* The functions of libp11-kit that we call, without their p11_kit_. */
#define P11KIT_FUNCTIONS(F)						\
	F(be_quiet)							\
	F(message)							\
	F(module_finalize)						\
	F(module_for_name)						\
	F(module_initialize)						\
	F(module_load)							\
	F(module_release)						\
	F(modules_finalize_and_release)					\
	F(modules_load_and_initialize)					\
	F(strerror)							\
	F(uri_any_unrecognized)						\
	F(uri_format)							\
	F(uri_free)							\
	F(uri_get_attribute)						\
	F(uri_get_module_name)						\
	F(uri_get_module_path)						\
	F(uri_get_pin_source)						\
	F(uri_get_pin_value)						\
	F(uri_get_slot_id)						\
	F(uri_get_token_info)						\
	F(uri_match_module_info)					\
	F(uri_match_slot_info)						\
	F(uri_match_token_info)						\
	F(uri_message)							\
	F(uri_new)							\
	F(uri_parse)							\
	F(uri_set_attribute)						\
	F(uri_set_module_name)						\
	F(uri_set_module_path)						\
	F(uri_set_pin_source)						\
	F(uri_set_pin_value)

struct p11kit {
	void	*library;
#define P11KIT_MEMBER(name)	__typeof__(p11_kit_##name) *name;
	P11KIT_FUNCTIONS(P11KIT_MEMBER)
#undef P11KIT_MEMBER
};

/* What token_put() has made; CK_INVALID_HANDLE: was there. */
struct token_added {
	char		*uri;
	CK_OBJECT_HANDLE private_part;
	CK_OBJECT_HANDLE public_part;
};

struct token {
	struct p11kit		  p11;
	P11KitUri		 *uri;		/* without a pin-value */
	char			 *name;		/* the same as text */
	struct secret		  pin;
	CK_FUNCTION_LIST	**modules;	/* all that are registered, */
	CK_FUNCTION_LIST	 *module;	/* or the one of a path */
	CK_FUNCTION_LIST	 *f;		/* the token's */
	CK_SLOT_ID		  slot;
	CK_TOKEN_INFO		  info;
	CK_SESSION_HANDLE	  session;
	bool			  has_session;
	struct token_added	 *added;
	size_t			  added_count;
};

bool	p11kit_load(struct p11kit *p, struct err *e) MUST_CHECK;
void	p11kit_unload(struct p11kit *p);

/* ---- URIs and errors ---- */

/* Parse; NULL with a sentence. Free with uri_free. */
P11KitUri *token_parse(const struct token *t, const char *text,
	    struct err *e) MUST_CHECK;
/* An attribute of the object that the URI names; empty when it has none. */
struct view token_uri_value(const struct token *t, P11KitUri *uri,
	    CK_ATTRIBUTE_TYPE type);
/* A call of the module has failed: `what` and the reason. Returns false. */
bool	token_fail(const struct token *t, CK_RV rv, const char *what,
	    struct err *e);

/* Load the module or modules, and find the one token: t->f, slot, info. */
bool	token_find(struct token *t, struct err *e) MUST_CHECK;

/* ---- a key as attributes ---- */

struct token_key {
	const CK_ULONG	  *type;	/* CKK_RSA or CKK_EC */
	bool		   decrypts;
	struct rsa_numbers rsa;
	struct ec_numbers  ec;
	struct view	   curve;	/* CKA_EC_PARAMS */
	struct bytes	   point;	/* CKA_EC_POINT: an OCTET STRING */
	struct bytes	   id;
	bool		   id_is_given;	/* by the URI */
	struct bytes	   label;
};

/* Views into the key, which must stay. Clear it also after a failure. */
bool	token_key_open(const struct token *t, const struct key *k,
	    const char *label, struct token_key *p, struct err *e) MUST_CHECK;
void	token_key_clear(struct token_key *p);

enum { TEMPLATE_MAX = 24 };

struct token_template {
	CK_ATTRIBUTE	a[TEMPLATE_MAX];
	CK_ULONG	count;
};

/* The two classes, as values that attributes can point to. */
extern const CK_ULONG token_private, token_public;

/* Fill an empty template: views into the key, and into `id`. */
void	token_private_template(const struct token_key *p,
	    struct token_template *m);
void	token_public_template(const struct token_key *p,
	    struct token_template *m);
void	token_search_public(const struct token_key *p,
	    struct token_template *m);
void	token_search_id(const CK_ULONG *class, struct view id,
	    struct token_template *m);
