import { mount } from "../../ui/mount";
import { handsetApi } from "./handset-api";
import { HandsetPage } from "./handset-page";

mount(<HandsetPage api={handsetApi()} />);
