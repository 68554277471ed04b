import { browserKeeper } from "../auth/browser-keeper";
import { clock } from "../time/clock";
import { mount } from "../ui/mount";
import { downloadApi } from "./download/download-api";
import { DownloadPage } from "./download/download-page";

const api = downloadApi({ onServerDate: (date, sent, received) => clock.observe(date, sent, received) });
const keeper = browserKeeper();
void keeper.start();
mount(<DownloadPage api={api} keeper={keeper} leave={(url) => location.assign(url)} />);
