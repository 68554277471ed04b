import { mount } from "../../ui/mount";
import { mailboxApi } from "./mailbox-api";
import { MailboxPage } from "./mailbox-page";

mount(<MailboxPage api={mailboxApi()} />);
