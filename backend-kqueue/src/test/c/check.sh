#!/bin/sh
# Compiles the fixture with its own tests in each layout, plain and under sanitizers, and runs them.
set -eu
cd "$(dirname "$0")"
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
for layout in 32 64 40; do
    for checks in "" "-fsanitize=address,undefined" "-fsanitize=thread"; do
        # shellcheck disable=SC2086 # $checks is empty or one word
        ${CC:-cc} -std=gnu11 -O1 -g -Wall -Wextra -Werror -DLAYOUT=$layout $checks -pthread -o "$out/check" \
            kqueue.c queue.c filter.c check.c check_events.c check_endings.c check_waiting.c
        echo "${checks:-plain}:"
        "$out/check"
    done
done
