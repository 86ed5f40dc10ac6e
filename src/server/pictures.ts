import "server-only";
import { env } from "@/env";
import { readSigned, signed } from "./crypto.ts";

/** The two lines of the picture that messengers show of a page. */
export interface Picture {
  title: string;
  line: string;
}

const purpose = "picture";

/** The picture of a page that names nobody. */
export const plainPicture: Picture = { title: "Throughline", line: "From the first call to the last delivery" };

export const pictureSize = { width: 1200, height: 630 };

/** The address of a picture. Its texts stand in it under our signature: nobody can make up others, or ask for them. */
export function pictureAddress(picture?: Picture): string {
  const of = picture ? `?of=${signed(purpose, JSON.stringify([picture.title, picture.line]))}` : "";
  return `${env.NEXTAUTH_URL}/api/pictures${of}`;
}

/** The texts behind an address; null when they were not signed by us. */
export function readPicture(of: string | null): Picture | null {
  if (of === null) return plainPicture;
  const text = readSigned(purpose, of);
  if (text === null) return null;
  const [title = "", line = ""] = JSON.parse(text) as string[];
  return { title, line };
}

/** The lines about a picture in the head of a page. */
export const pictureMetadata = (picture: Picture) => ({
  openGraph: {
    type: "website" as const,
    siteName: "Throughline",
    title: picture.title,
    description: picture.line,
    images: [
      { url: pictureAddress(picture === plainPicture ? undefined : picture), ...pictureSize, alt: picture.title },
    ],
  },
  twitter: { card: "summary_large_image" as const },
});
