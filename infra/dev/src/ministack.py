# Runs MiniStack (argument: the process that it lives and dies with). Every workaround for MiniStack that is not
# one of the template is a function in this file, and says how MiniStack differs from AWS.
import os
import signal
import sys
import threading
import time

from ministack.app import main
from ministack.services import dynamodb


def end_with(parent):
    """MiniStack saves its data when a signal ends it, and only then; so it gets one however its parent went."""

    def watch():
        while os.getppid() == parent:
            time.sleep(0.3)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


def keep_streams():
    """MiniStack forgets a table's stream when it stops but keeps how far each mapping and pipe has read, so that after
    a restart nothing is delivered until the stream is as long as before. On AWS a stream lives for 24 hours."""
    get_state, load_persisted_state = dynamodb.get_state, dynamodb.load_persisted_state

    def get_state_with_streams():
        streams = {"stream_records": dynamodb._stream_records, "stream_trimmed": dynamodb._stream_trimmed}
        return get_state() | streams

    def load_persisted_state_with_streams(data):
        load_persisted_state(data)
        dynamodb._stream_records.update(data.get("stream_records", {}))
        dynamodb._stream_trimmed.update(data.get("stream_trimmed", {}))

    dynamodb.get_state, dynamodb.load_persisted_state = get_state_with_streams, load_persisted_state_with_streams


end_with(int(sys.argv[1]))
keep_streams()
sys.argv = ["ministack"]
main()
