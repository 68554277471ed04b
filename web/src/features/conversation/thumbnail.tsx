import { useRef, useState } from "preact/hooks";
import type { Attachment } from "../../api/types";
import { fileSentence } from "../../ui/file";
import { Icon } from "../../ui/icon";
import { useAttachmentActions } from "./attachment-actions";
import { PressOnce } from "./press-once";

/** A received or sent picture, small; larger when it is pressed (IN-19, IN-21). */
export function Thumbnail(props: {
  message: string;
  attachment: Attachment;
  /** Where the thumbnail is; it stops working after minutes. */
  address: string;
  whose: string;
  onDownload: (() => Promise<void>) | null;
}) {
  const { message, attachment, address, whose, onDownload } = props;
  const { freshThumbnail } = useAttachmentActions();
  const [source, setSource] = useState(address);
  const [broken, setBroken] = useState(false);
  const dialog = useRef<HTMLDialogElement>(null);
  const [enlarged, setEnlarged] = useState(false);
  const alt = `Picture ${whose}`;

  const renew = async () => {
    const fresh = await freshThumbnail(source, message, attachment.index);
    if (fresh === null) setBroken(true);
    else setSource(fresh);
  };
  const download = onDownload && (
    <PressOnce label={`Secure Download: picture ${attachment.index}`} icon="download" onPress={onDownload}>
      Secure Download
    </PressOnce>
  );

  return (
    <figure class="thumbnail" data-broken={broken || undefined}>
      <button
        type="button"
        class="thumbnail-picture"
        aria-label={`Enlarge the picture ${whose}`}
        disabled={broken}
        onClick={() => {
          setEnlarged(true);
          dialog.current?.showModal();
        }}
      >
        {broken ? (
          <span class="thumbnail-gone">
            <Icon name="image" /> No preview
          </span>
        ) : (
          <img src={source} alt={alt} loading="lazy" decoding="async" onError={() => void renew()} />
        )}
      </button>
      {download}
      <dialog
        ref={dialog}
        class="enlarged"
        aria-label={alt}
        onClose={() => setEnlarged(false)}
        onClick={(event) => event.target === dialog.current && dialog.current?.close()}
      >
        {enlarged && (
          <figure>
            <img src={source} alt={alt} onError={() => void renew()} />
            <figcaption>
              <span>{fileSentence(attachment)}</span>
              {download}
              <button type="button" class="button small" onClick={() => dialog.current?.close()}>
                Close
              </button>
            </figcaption>
          </figure>
        )}
      </dialog>
    </figure>
  );
}
