#include "engines.h"

#include "base/osslctx.h"
#include "formats/schema.h"

static bool started;

bool
engines_start(struct err *e)
{
	if (started)
		return true;
	started = true;		/* osslctx_init() may be called once */
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
