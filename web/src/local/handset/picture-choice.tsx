import { Icon } from "../../ui/icon";
import { ownAddress, sampleLabel, type Sample } from "./handset-api";
import "./picture-choice.css";

/** What a member may attach: a sample, files of this computer, or a harmless file that scanners take for a virus. */
export function PictureChoice(props: {
  samples: Sample[];
  disabled: boolean;
  onChoose: (media: (string | Blob)[]) => void;
  onTestVirus: () => void;
}) {
  const { samples, disabled, onChoose, onTestVirus } = props;
  return (
    <div class="phone-samples" role="group" aria-label="Pictures" id="samples">
      {samples.map(({ name, url }) => (
        <button key={name} type="button" disabled={disabled} onClick={() => onChoose([url])}>
          <img src={ownAddress(url)} alt="" />
          {sampleLabel(name)}
        </button>
      ))}
      <label class="phone-choose">
        <Icon name="attach" />
        Choose a file
        <input
          type="file"
          class="unseen"
          multiple
          disabled={disabled}
          onChange={(event) => {
            const files = [...(event.currentTarget.files ?? [])];
            if (files.length > 0) onChoose(files);
          }}
        />
      </label>
      <button type="button" class="phone-choose" disabled={disabled} onClick={onTestVirus}>
        <Icon name="alert" />
        Test virus (EICAR)
      </button>
    </div>
  );
}
