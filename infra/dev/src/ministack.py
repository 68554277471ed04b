# Runs MiniStack (arguments: the process that it lives and dies with, the file that says how far the clock is ahead). Every workaround for MiniStack that is not
# one of the template is a function in this file, and says how MiniStack differs from AWS.
import copy
import os
import select
import signal
import sys
import threading
import time

from ministack.app import main
from ministack.core.responses import get_account_id
from ministack.services import dynamodb, eventbridge, scheduler, ses


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


def keep_mail():
    """MiniStack forgets the emails that were sent when it stops. On AWS nobody could read them at all; the mailbox can."""
    get_state, load_persisted_state = ses.get_state, ses.load_persisted_state

    def get_state_with_mail():
        return get_state() | {"sent_emails": copy.deepcopy(ses._sent_emails)}

    def load_persisted_state_with_mail(data):
        load_persisted_state(data)
        ses._restore_regional_store(ses._sent_emails, data.get("sent_emails", {}))

    ses.get_state, ses.load_persisted_state = get_state_with_mail, load_persisted_state_with_mail


def move_the_clock(offset_file):
    """Schedules fire by the stack's clock, which a developer may have moved ahead, and within a second rather than ten:
    a nudge that is due can be watched. On AWS they fire within a minute, and nobody moves the clock."""

    class Clock:
        def time(self):
            try:
                with open(offset_file) as file:
                    return time.time() + int(file.read())
            except (OSError, ValueError):
                return time.time()

        def __getattr__(self, name):
            return getattr(time, name)

    scheduler.time = Clock()
    scheduler._SCHEDULE_TICK_INTERVAL = 1


def hold_the_schedules_of_other_accounts():
    """A schedule of the default account goes off by the stack's clock. Every other account belongs to a test, whose clock only the
    test knows and which lets its schedules go off itself, so that whatever the date is, none goes off or is deleted before the
    test looks at it. On AWS every schedule of every account goes off."""
    default_account = get_account_id()

    class WentOff(dict):
        def __contains__(self, schedule):
            account, _region, _name = schedule
            return account != default_account or super().__contains__(schedule)

    scheduler._schedule_last_fired = WentOff()


def sleep_at_any_date():
    """Under another date, libfaketime makes Python's own sleep fail, which waits for a moment and not for a time."""
    if "FAKETIME" in os.environ:
        time.sleep = lambda seconds: select.select([], [], [], seconds)


def let_guardduty_speak():
    """MiniStack has no GuardDuty, so `cargo dev up` speaks for it. On AWS nobody but AWS puts events of `aws.*` sources."""
    put_events = eventbridge._put_events

    def put_events_of_any_source(data, allow_aws_source=True):
        return put_events(data, allow_aws_source=True)

    eventbridge._put_events = put_events_of_any_source


sleep_at_any_date()
end_with(int(sys.argv[1]))
keep_streams()
keep_mail()
move_the_clock(sys.argv[2])
hold_the_schedules_of_other_accounts()
let_guardduty_speak()
sys.argv = ["ministack"]
main()
