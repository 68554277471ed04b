import { useEffect, useRef, useState } from "preact/hooks";
import { explain } from "../../api/problem";
import type { AgentApi } from "../../api/queries";
import { keepPictures, picturesOf, type ChosenPicture } from "./drafts";

/** The pictures that go along with the next text. */
export interface Pictures {
  chosen: readonly ChosenPicture[];
  /** The server's ids of all of them; null while one is under way or was refused. */
  ids: string[] | null;
  /** Hands pictures in; the server says whether it takes them. */
  add: (files: readonly File[]) => void;
  remove: (key: string) => void;
  clear: () => void;
}

let count = 0;

/** Hands pictures in as they are chosen, so that sending need not wait, and a refusal is known while writing. */
export function usePictures(api: AgentApi, conversation: string): Pictures {
  const [chosen, setChosen] = useState(() => picturesOf(conversation));
  const mounted = useRef(true);
  useEffect(() => {
    mounted.current = true;
    return () => void (mounted.current = false);
  }, []);

  const change = (next: readonly ChosenPicture[]) => {
    keepPictures(conversation, next);
    if (mounted.current) setChosen(next);
  };
  const update = (key: string, part: Partial<ChosenPicture>) =>
    change(picturesOf(conversation).map((one) => (one.key === key ? { ...one, ...part } : one)));

  const add = (files: readonly File[]) => {
    const added = files.map((file) => {
      const picture = { key: `picture ${(count += 1)}`, name: file.name, bytes: file.size, preview: URL.createObjectURL(file) };
      api.uploadPicture(conversation, file).then(
        ({ id }) => update(picture.key, { id }),
        (error: unknown) => update(picture.key, { refusal: explain(error) }),
      );
      return { ...picture, id: null, refusal: null };
    });
    change([...picturesOf(conversation), ...added]);
  };

  const ids = chosen.map(({ id }) => id);
  return {
    chosen,
    ids: ids.every((id) => id !== null) ? ids : null,
    add,
    remove: (key) => change(picturesOf(conversation).filter((one) => one.key !== key)),
    clear: () => change([]),
  };
}
