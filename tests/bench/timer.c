/*
 * timer.c - how long processes take, several commands in turn
 *
 * usage: timer RUNS COMMAND [ARG...] [-- COMMAND [ARG...]]...
 *
 * Runs each command RUNS times, one after the other in turn, so that a machine
 * that slows down for a while slows all of them. Prints a line for each:
 * median wall time and median CPU time (children included) in microseconds,
 * peak memory in KiB, exit status. Input and output are /dev/null.
 */

#include <sys/resource.h>
#include <sys/wait.h>

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define MAX_COMMANDS	16

struct command {
	char	**argv;
	double	 *wall;
	double	 *cpu;
	long	  peak;
	int	  status;
};

static double
seconds_of(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int
ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
median(double *values, int count)
{
	qsort(values, (size_t)count, sizeof(*values), ascending);
	return values[count / 2];
}

/* One run; turn -1 only warms up. */
static void
run(struct command *c, posix_spawn_file_actions_t *quiet, int turn)
{
	extern char **environ;
	struct rusage used;
	double start;
	int status;
	pid_t pid;

	start = now();
	if (posix_spawnp(&pid, c->argv[0], quiet, NULL, c->argv, environ) != 0) {
		fprintf(stderr, "timer: cannot run %s\n", c->argv[0]);
		exit(2);
	}
	if (wait4(pid, &status, 0, &used) != pid)
		exit(2);
	if (turn < 0)
		return;
	c->wall[turn] = now() - start;
	c->cpu[turn] = seconds_of(used.ru_utime) + seconds_of(used.ru_stime);
	if (used.ru_maxrss > c->peak)
		c->peak = used.ru_maxrss;
	if (!WIFEXITED(status))
		c->status = 128 + WTERMSIG(status);
	else if (WEXITSTATUS(status) != 0)
		c->status = WEXITSTATUS(status);
}

static int
split(char **argv, int argc, int runs, struct command *commands)
{
	int count = 0;

	for (int i = 0; i < argc && count < MAX_COMMANDS; count++) {
		struct command *c = &commands[count];

		c->argv = argv + i;
		c->wall = calloc((size_t)runs, sizeof(*c->wall));
		c->cpu = calloc((size_t)runs, sizeof(*c->cpu));
		if (c->wall == NULL || c->cpu == NULL)
			exit(2);
		while (i < argc && strcmp(argv[i], "--") != 0)
			i++;
		argv[i++] = NULL;
	}
	return count;
}

int
main(int argc, char **argv)
{
	struct command commands[MAX_COMMANDS] = { 0 };
	posix_spawn_file_actions_t quiet;
	int runs, count;

	if (argc < 3 || (runs = (int)strtol(argv[1], NULL, 10)) < 1) {
		fprintf(stderr, "usage: timer RUNS COMMAND [-- COMMAND]...\n");
		return 2;
	}
	posix_spawn_file_actions_init(&quiet);
	posix_spawn_file_actions_addopen(&quiet, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addopen(&quiet, 2, "/dev/null", O_WRONLY, 0);
	count = split(argv + 2, argc - 2, runs, commands);
	for (int turn = -1; turn < runs; turn++)
		for (int i = 0; i < count; i++)
			run(&commands[i], &quiet, turn);
	for (int i = 0; i < count; i++) {
		struct command *c = &commands[i];

		printf("%.0f %.0f %ld %d\n", median(c->wall, runs) * 1e6,
		    median(c->cpu, runs) * 1e6, c->peak, c->status);
		free(c->wall);
		free(c->cpu);
	}
	posix_spawn_file_actions_destroy(&quiet);
	return 0;
}
