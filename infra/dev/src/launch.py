# Runs MiniStack and ends it when the tool that started it is gone, however that went: MiniStack saves its data
# when it ends by a signal, and only then.
import os
import signal
import sys
import threading
import time


def watch(parent):
    while os.getppid() == parent:
        time.sleep(0.3)
    os.kill(os.getpid(), signal.SIGTERM)


threading.Thread(target=watch, args=(int(sys.argv[1]),), daemon=True).start()
sys.argv = ["ministack"]

from ministack.app import main  # noqa: E402

main()
