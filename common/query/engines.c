#include "query/engines.h"

#include "asn1/schema.h"
#include "base/osslctx.h"

static bool started;

bool
engines_start(struct err *e)
{
	/* osslctx_init() may be called once, and a test has done so. */
	if (started || osslctx_lib() != NULL)
		return true;
	started = true;
	return osslctx_init(e) && schema_init(e);
}

void
engines_stop(void)
{
	if (!started)
		return;
	schema_done();
	osslctx_done();
	started = false;
}
