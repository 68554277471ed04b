import { render } from "preact";
import { createClient } from "../api/client";
import { applyPreferences, storedPreferences } from "../theme/preferences";
import "../theme/tokens.css";
import "../theme/base.css";
import { HandsetPage } from "./handset-page";
import { handsetApi } from "./handset-api";

applyPreferences(storedPreferences());
const root = document.getElementById("app");
if (root) render(<HandsetPage api={handsetApi(createClient())} />, root);
