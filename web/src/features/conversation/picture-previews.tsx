import { useState } from "preact/hooks";
import { fileSize } from "../../ui/file";
import { Icon } from "../../ui/icon";
import type { Pictures } from "./use-pictures";

/** The pictures that go along, each with what the server says to it. */
export function PicturePreviews({ pictures, disabled }: { pictures: Pictures; disabled: boolean }) {
  if (pictures.chosen.length === 0) return null;
  return (
    <ul class="picture-previews" aria-label="Pictures to send">
      {pictures.chosen.map(({ key, name, bytes, preview, id, refusal }) => (
        <li key={key} data-refused={refusal !== null || undefined} data-ready={id !== null || undefined}>
          <Preview source={preview} />
          <p role="status">
            <strong>{name || "Picture"}</strong>
            <span>{refusal ?? (id === null ? "Handing it in" : fileSize(bytes))}</span>
          </p>
          <button
            type="button"
            class="icon-button"
            aria-label={`Remove ${name || "the picture"}`}
            disabled={disabled}
            onClick={() => pictures.remove(key)}
          >
            <Icon name="close" />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** What the browser can draw of it. */
function Preview({ source }: { source: string }) {
  const [drawn, setDrawn] = useState(true);
  if (!drawn) return <Icon name="image" />;
  return <img src={source} alt="" onError={() => setDrawn(false)} />;
}

/** Opens the computer's own way to choose files. */
export function ChoosePicture({ disabled, onChoose }: { disabled: boolean; onChoose: (files: File[]) => void }) {
  return (
    <label class="icon-button choose-picture" title="Send a picture">
      <Icon name="image" />
      <input
        type="file"
        class="unseen"
        accept="image/*"
        multiple
        disabled={disabled}
        aria-label="Send a picture"
        onChange={(event) => {
          onChoose([...(event.currentTarget.files ?? [])]);
          // The same file may be chosen again after it was removed.
          event.currentTarget.value = "";
        }}
      />
    </label>
  );
}
