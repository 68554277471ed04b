import { useEffect, useState } from "preact/hooks";
import type { SessionKeeper, Standing } from "./keeper";

/** Who is signed in, now and whenever that changes. */
export function useStanding(keeper: SessionKeeper): Standing {
  const [standing, setStanding] = useState(keeper.standing);
  useEffect(() => {
    setStanding(keeper.standing);
    return keeper.subscribe(() => setStanding(keeper.standing));
  }, [keeper]);
  return standing;
}
