import type { Attachment, MessageIn, MessageOut } from "../../api/types";
import { fileKind, fileSentence, fileSize } from "../../ui/file";
import { Icon, type IconName } from "../../ui/icon";
import { useAttachmentActions } from "./attachment-actions";
import { PressOnce } from "./press-once";
import { Thumbnail } from "./thumbnail";
import { attachmentLabel } from "./wording";
import "./attachments.css";

/** What came or goes with a message (EL-20), each with its state. */
export function AttachmentList({ entry, contact }: { entry: MessageIn | MessageOut; contact: string }) {
  const { attachments } = entry;
  if (attachments.length === 0) return null;
  const whose = entry.kind === "message_in" ? `from ${contact}` : `to ${contact}`;
  return (
    <ul class="attachments" aria-label={entry.kind === "message_in" ? "Received" : "Sent along"}>
      {attachments.map((attachment) => (
        <li key={attachment.index} data-state={attachment.state}>
          <AttachmentView message={entry.id} attachment={attachment} whose={whose} />
        </li>
      ))}
    </ul>
  );
}

function AttachmentView(props: { message: string; attachment: Attachment; whose: string }) {
  const { message, attachment, whose } = props;
  const { download, retry } = useAttachmentActions();
  const { index, state, thumbnail_url, name, bytes, reason, downloadable, can_retry } = attachment;
  const kind = fileKind(attachment.content_type);
  const press = () => download(message, index);

  if (state === "ready" && thumbnail_url !== null) {
    const onDownload = downloadable ? press : null;
    return <Thumbnail message={message} attachment={attachment} address={thumbnail_url} whose={whose} onDownload={onDownload} />;
  }
  return (
    <div class="file-card">
      <Icon name={icons[state]} />
      <p>
        <strong>{name ?? attachmentLabel(attachment)}</strong>
        {name && state !== "ready" && <span>{attachmentLabel(attachment)}. </span>}
        {state === "ready" && <span>{name ? fileSentence(attachment) : bytes !== null && fileSize(bytes)}</span>}
        {reason && <span>{reason.detail}</span>}
        {state === "failed" && can_retry.detail && <span> {can_retry.detail}</span>}
      </p>
      {can_retry.allowed && (
        <PressOnce label={`Retry: ${kind.toLowerCase()} ${index}`} icon="again" onPress={() => retry(message, index)}>
          Retry
        </PressOnce>
      )}
      {downloadable && (
        <PressOnce label={`Secure Download: ${kind.toLowerCase()} ${index}`} icon="download" onPress={press}>
          Secure Download
        </PressOnce>
      )}
    </div>
  );
}

const icons: Record<Attachment["state"], IconName> = {
  fetching: "clock",
  scanning: "shield",
  ready: "document",
  blocked: "blocked",
  failed: "alert",
  withheld: "image",
};
