import { mount } from "../ui/mount";
import { App } from "./app";

// A server that knows no page but this one answers with it where the link of an email leads (`download/index.html`).
if (/^\/download\/?$/.test(location.pathname)) location.replace(`/download/index.html${location.hash}`);
else mount(<App />);
