#!/usr/bin/env bash
# What action.yml runs: the command line, once for annotations and once more for each report that is asked for.
set -uo pipefail

fail() {
  printf '::error title=Bulkhead::%s\n' "$1"
  exit 2
}

cli="${BULKHEAD_CLI:-$GITHUB_ACTION_PATH/dist/cli.js}"
[[ -f $cli ]] || fail "There is no $cli. Use a release, which holds dist/cli.js, or name one with the input cli."

if [[ -n ${BULKHEAD_VERSION:-} ]]; then
  version=$(node "$cli" --version) || fail "$cli does not start; it needs Node.js 20 or later."
  [[ $version == "$BULKHEAD_VERSION" ]] || fail "$cli is version $version and not $BULKHEAD_VERSION."
fi

arguments=()
[[ -n ${BULKHEAD_TENANCY:-} ]] && arguments+=("--tenancy=$BULKHEAD_TENANCY")
paths=()
while IFS= read -r path; do
  path="${path%$'\r'}"
  [[ -n $path ]] && paths+=("$path")
done <<<"${BULKHEAD_PATHS:-.}"

lint() {
  node "$cli" lint "${arguments[@]}" "$@" -- "${paths[@]}"
}

lint --format=github "--fail-on=${BULKHEAD_FAIL_ON:-error}"
code=$?

# A report is a report whatever it says; what could not be read has been said above.
if [[ -n ${BULKHEAD_SARIF:-} ]]; then
  lint --format=sarif --fail-on=never >"$BULKHEAD_SARIF" 2>/dev/null
  [[ -s $BULKHEAD_SARIF ]] && printf 'sarif=%s\n' "$BULKHEAD_SARIF" >>"$GITHUB_OUTPUT"
fi
if [[ ${BULKHEAD_SUMMARY:-true} == true ]]; then
  lint --format=markdown --fail-on=never >>"$GITHUB_STEP_SUMMARY" 2>/dev/null
fi

printf 'exit-code=%s\n' "$code" >>"$GITHUB_OUTPUT"
exit "$code"
