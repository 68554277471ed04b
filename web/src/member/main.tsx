import { localIdentity } from "../auth/identity";
import { clock } from "../time/clock";
import { mount } from "../ui/mount";
import { downloadApi } from "./download/download-api";
import { DownloadPage } from "./download/download-page";

const api = downloadApi({ onServerDate: (date, sent, received) => clock.observe(date, sent, received) });
mount(<DownloadPage api={api} identity={localIdentity()} leave={(url) => location.assign(url)} />);
