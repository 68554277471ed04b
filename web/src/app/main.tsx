import { browserKeeper, takeReturn } from "../auth/browser-keeper";
import { mount } from "../ui/mount";
import { App } from "./app";

// A server that knows no page but this one answers with it where the link of an email leads (`download/index.html`).
if (/^\/download\/?$/.test(location.pathname)) location.replace(`/download/index.html${location.hash}`);
else void open();

async function open(): Promise<void> {
  const back = takeReturn();
  const keeper = browserKeeper();
  const started = keeper.start(back);
  // The issuer knows one address of ours: who signed in for another page goes on to it.
  if (back && /^\/download(\/|$)/.test(location.pathname)) {
    await started;
    if (keeper.session) {
      location.reload();
      return;
    }
  }
  mount(<App keeper={keeper} />);
}
