"use client";

import { Picture } from "./picture";
import { type Pictured, usePicture } from "./pictures";

/** The picture of a member or record over their mark, if they have one. */
export function OwnPicture({ of }: { of: Pictured }) {
  const address = usePicture(of);
  return address ? <Picture src={address} /> : null;
}
