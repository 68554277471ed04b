# Runs MiniStack (arguments: the process that it lives and dies with, the file that says how far the clock is ahead). Every workaround for MiniStack that is not
# one of the template is a function in this file, and says how MiniStack differs from AWS.
import copy
import json
import logging
import os
import select
import shutil
import signal
import sys
import threading
import time

from ministack import app as gateway
from ministack.core import persistence
from ministack.core.responses import get_account_id
from ministack.services import apigateway, dynamodb, eventbridge, lambda_svc, s3, scheduler, ses
from ministack.services.cloudformation import provisioners

# What this ends with when its data could not be saved (EX_IOERR); `ministack.rs` knows the number.
NOT_SAVED = 74


def end_with(parent):
    """MiniStack saves its data when a signal ends it, and only then; so it gets one however its parent went."""

    def watch():
        while os.getppid() == parent:
            time.sleep(0.3)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


def save_whole():
    """MiniStack saves service by service over what was saved before, goes on when one of them fails, and says so in its log alone: after
    a full disk or a hard end, some services are older than others. Here a save is a folder that takes the place of the last one when it
    is complete, or nothing at all. It is made at the end, and by `POST /_ministack/save`. On AWS what was written is kept."""
    folder, log = persistence.STATE_DIR, logging.getLogger("persistence")
    draft, before, whole, code = folder + ".draft", folder + ".before", "whole", "lambda-blobs"
    # It ended while one took the place of the other.
    if os.path.exists(before) and not os.path.exists(os.path.join(folder, whole)):
        shutil.rmtree(folder, ignore_errors=True)
        os.rename(before, folder)
    unwritten = keep_account_of_bodies()

    def save(services):
        if unwritten:
            raise OSError(f"{len(unwritten)} objects of S3 could not be written")
        shutil.rmtree(draft, ignore_errors=True)
        os.makedirs(draft)
        # Functions' code lies beside, by its hash, and is removed when no function has it any more.
        keep(code)
        lambda_svc.CODE_BLOB_DIR = os.path.join(draft, code)
        for name, get_state in services.items():
            write(name, get_state)
        # What a service that was not needed this time saved before, and keys.
        for name in set(os.listdir(folder) if os.path.exists(folder) else []) - set(os.listdir(draft)):
            keep(name)
        open(os.path.join(draft, whole), "w").close()
        shutil.rmtree(before, ignore_errors=True)
        if os.path.exists(folder):
            os.rename(folder, before)
        os.rename(draft, folder)
        shutil.rmtree(before, ignore_errors=True)

    def keep(name):
        old, new = os.path.join(folder, name), os.path.join(draft, name)
        if os.path.isdir(old):
            shutil.copytree(old, new, copy_function=os.link)
        elif os.path.exists(old):
            os.link(old, new)

    def write(name, get_state):
        # Functions and queues go on in their threads, and may change what is being read: then it is read again.
        for _ in range(50):
            try:
                return write_once(name, get_state())
            except RuntimeError:
                time.sleep(0.02)
        raise RuntimeError(f"{name} does not come to rest")

    def write_once(name, state):
        if state is None:
            return
        version = persistence._state_format_version(name)
        with open(os.path.join(draft, f"{name}.json"), "w") as file:
            json.dump({"__ministack_format__": version, "payload": state}, file, default=persistence._json_default)
            file.flush()
            os.fsync(file.fileno())

    def attempt(services):
        try:
            save(services)
            return None
        except Exception as error:
            shutil.rmtree(draft, ignore_errors=True)
            log.error("not saved: %s", error)
            return str(error)
        finally:
            lambda_svc.CODE_BLOB_DIR = os.path.join(folder, code)

    outcome = {"at the end": None}

    def save_at_the_end(services):
        outcome["at the end"] = attempt(services)

    answer = gateway.app

    async def answer_saves(scope, receive, send):
        if scope["type"] != "http" or (scope["method"], scope["path"]) != ("POST", "/_ministack/save"):
            return await answer(scope, receive, send)
        error = attempt(gateway._build_persistence_save_dict())
        await send({"type": "http.response.start", "status": 507 if error else 204, "headers": []})
        await send({"type": "http.response.body", "body": (error or "").encode()})

    gateway.save_all, gateway.app = save_at_the_end, answer_saves
    return lambda: outcome["at the end"] is None


def keep_account_of_bodies():
    """S3's objects are written as they come, and one that cannot be written is noted in the log alone. The paths of those."""
    unwritten, write, remove = set(), s3._atomic_write, s3._remove_key_files

    def write_and_remember(path, data, *, text=False):
        unwritten.add(path)
        write(path, data, text=text)
        unwritten.discard(path)

    def remove_and_forget(path):
        remove(path)
        unwritten.difference_update({path, f"{path}.meta.json"})

    s3._atomic_write, s3._remove_key_files = write_and_remember, remove_and_forget
    return unwritten


def forget_buckets_that_were_not_saved():
    """S3's objects are written as they come, everything else when it is saved: after a hard end there are objects in buckets that
    nobody has made, and whoever makes one is told that it is there already. On AWS a bucket is there with its first object."""
    load = gateway._load_persisted_state

    def load_and_forget():
        load()
        saved = persistence.load_state("s3")
        if saved is None and os.path.exists(os.path.join(persistence.STATE_DIR, "s3.json")):
            return
        known = saved["buckets_meta"]._data if saved else {}
        for account, bucket in set(s3._buckets._data) - set(known):
            del s3._buckets._data[account, bucket]
            shutil.rmtree(os.path.join(s3.DATA_DIR, account, bucket), ignore_errors=True)

    gateway._load_persisted_state = load_and_forget


def answer_other_origins():
    """MiniStack keeps an API's CORS configuration under the names that CloudFormation has for its parts, and looks for those of the API,
    so that every preflight is refused; and what a function says of origins would stand beside what the API says. On AWS both names
    mean the same, and an API with a configuration of its own leaves out what its functions say."""
    headers, preflight = apigateway._cors_response_headers, apigateway._cors_preflight_response
    execute = apigateway._handle_execute_in_scope

    def named(configuration):
        return {name[:1].lower() + name[1:]: value for name, value in (configuration or {}).items()}

    async def execute_once_said(*arguments, **named_arguments):
        status, said, body = await execute(*arguments, **named_arguments)
        # The API's come last.
        last = {name.lower(): name for name in said if name.lower().startswith("access-control-")}
        return status, {name: value for name, value in said.items() if last.get(name.lower(), name) == name}, body

    apigateway._handle_execute_in_scope = execute_once_said
    apigateway._cors_response_headers = lambda configuration, origin: headers(named(configuration), origin)
    apigateway._cors_preflight_response = lambda configuration, origin: preflight(named(configuration), origin)


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


def end_versions():
    """MiniStack removes a version and leaves its processes running. On AWS they end with it."""
    version = provisioners._RESOURCE_HANDLERS["AWS::Lambda::Version"]
    delete = version["delete"]

    def delete_and_end(physical_id, props):
        delete(physical_id, props)
        name, number = physical_id.rsplit(":", 2)[-2:]
        lambda_svc.invalidate_worker(name, qualifier=number, account=get_account_id())

    version["delete"] = delete_and_end


def let_guardduty_speak():
    """MiniStack has no GuardDuty, so `cargo dev up` speaks for it. On AWS nobody but AWS puts events of `aws.*` sources."""
    put_events = eventbridge._put_events

    def put_events_of_any_source(data, allow_aws_source=True):
        return put_events(data, allow_aws_source=True)

    eventbridge._put_events = put_events_of_any_source


sleep_at_any_date()
end_with(int(sys.argv[1]))
is_saved = save_whole()
forget_buckets_that_were_not_saved()
answer_other_origins()
keep_streams()
keep_mail()
move_the_clock(sys.argv[2])
hold_the_schedules_of_other_accounts()
end_versions()
let_guardduty_speak()
sys.argv = ["ministack"]
gateway.main()
# On a full disk the log cannot be written either, and Python would end with that instead.
sys.stdout = sys.stderr = open(os.devnull, "w")
sys.exit(0 if is_saved() else NOT_SAVED)
