#!/bin/sh
# A judge in a shell and jq: a criterion passes where its last word stands in the text.
set -eu
request=$(cat)
file=$(printf '%s' "$request" | jq -r .artifact.path)
printf '%s' "$request" | jq --rawfile text "$file" '
  ($text | split("\n")) as $lines
  | {verdicts: [.criteria[]
      | (.text | split(" ") | last | ascii_downcase) as $word
      | ([$lines[] | select(ascii_downcase | contains($word))] | first) as $line
      | {criterion_id: .id, searched: "every line, for \($word)"}
        + if $line then {verdict: "pass", evidence: [{quote: $line}]}
          else {verdict: "fail", gap: {missing: "nothing says \($word)", smallest_fix: "Say \($word)."}} end],
    nonce, usage: {cost_usd: 0}}'
