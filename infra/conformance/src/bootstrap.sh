#!/bin/bash
# Answers each event with the event itself. What holds the word "fails" fails: a message of a batch alone, anything else as a whole.
# An HTTP request is answered with the event as its body.
export LC_ALL=C
runtime=$AWS_LAMBDA_RUNTIME_API

# Calls the Runtime API: method, path, body. Sets `id` and `body` of the answer.
call() {
  exec 3<>"/dev/tcp/${runtime%%:*}/${runtime##*:}" || exit 1
  printf '%s /2018-06-01/runtime/invocation/%s HTTP/1.0\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %s\r\n\r\n%s' \
    "$1" "$2" "$runtime" "${#3}" "$3" >&3
  local line length=
  while IFS= read -r line <&3; do
    line=${line%$'\r'}
    [[ -z $line ]] && break
    case ${line,,} in
      lambda-runtime-aws-request-id:*) id=${line#*: } ;;
      content-length:*) length=${line#*: } ;;
    esac
  done
  body=
  if [[ -n $length ]]; then
    ((length)) && IFS= read -r -d '' -N "$length" body <&3
  else
    IFS= read -r -d '' body <&3
  fi
  exec 3>&-
}

# The ids of the messages in `$1` that hold the word.
failures() {
  local rest=$1 id found=
  while [[ $rest == *'"messageId"'* ]]; do
    rest=${rest#*\"messageId\"}
    id=${rest#*\"}
    id=${id%%\"*}
    [[ ${rest%%\"messageId\"*} == *fails* ]] && found+="${found:+,}{\"itemIdentifier\":\"$id\"}"
  done
  printf '{"batchItemFailures":[%s]}' "$found"
}

while :; do
  call GET next ''
  event=$body
  echo '{"called":"conformance"}' >&2
  case $event in
    *'"eventSource"'*'"aws:sqs"'*) call POST "$id/response" "$(failures "$event")" ;;
    *fails*) call POST "$id/error" '{"errorMessage":"it was asked to","errorType":"Asked"}' ;;
    *'"routeKey"'*)
      said=${event//\\/\\\\}
      said=${said//\"/\\\"}
      call POST "$id/response" "{\"statusCode\":201,\"headers\":{\"content-type\":\"application/json\"},\"body\":\"$said\"}"
      ;;
    *) call POST "$id/response" "$event" ;;
  esac
done
