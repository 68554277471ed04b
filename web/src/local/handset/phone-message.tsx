import { useState } from "preact/hooks";
import { clock } from "../../time/clock";
import { clockTime, dayHeading, isNewDay } from "../../time/format";
import { Icon } from "../../ui/icon";
import { plainWords } from "../../ui/words";
import { ownAddress, type HandsetMessage } from "./handset-api";
import "./phone-message.css";

/** A text on the phone. */
export function PhoneMessage(props: {
  message: HandsetMessage;
  before: HandsetMessage | undefined;
  /** A picture has loaded and takes its room. */
  onPicture: () => void;
}) {
  const { message, before, onPicture } = props;
  const mine = message.direction === "in";
  return (
    <>
      {(!before || isNewDay(message.at, before.at)) && (
        <li class="phone-day">{dayHeading(message.at, clock.now())}</li>
      )}
      <li class="phone-message" data-mine={mine || undefined} data-status={message.status}>
        <span class="unseen">{mine ? "You:" : "Credit union:"}</span>
        <div>
          {message.media.map((url) => (
            <Medium key={url} url={url} onPicture={onPicture} />
          ))}
          {message.text && <p dir="auto">{message.text}</p>}
        </div>
        <small>
          {clockTime(message.at)} · {plainWords(message.status)}
        </small>
      </li>
    </>
  );
}

/** A picture, or what stands for a file that is none. */
function Medium({ url, onPicture }: { url: string; onPicture: () => void }) {
  const [picture, setPicture] = useState(true);
  if (picture) {
    return <img src={ownAddress(url)} alt="Picture" onLoad={onPicture} onError={() => setPicture(false)} />;
  }
  return (
    <span class="phone-file">
      <Icon name="document" /> Attachment
    </span>
  );
}
