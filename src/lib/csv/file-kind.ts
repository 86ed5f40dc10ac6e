import { UnreadableFileError } from "./unreadable-file-error";

const SAVE_AS = "Open it, save it as .xlsx without a password or as “CSV UTF-8”, and choose that file.";

const SIGNATURES: readonly { bytes: readonly number[]; reason: string }[] = [
  {
    bytes: [0xd0, 0xcf, 0x11, 0xe0],
    reason: `This is an old Excel workbook (.xls), or one with a password. ${SAVE_AS}`,
  },
  {
    bytes: [0x25, 0x50, 0x44, 0x46],
    reason: "This is a PDF. Export the table as CSV from the program that made the PDF.",
  },
  { bytes: [0x1f, 0x8b], reason: "This file is compressed (gzip). Unpack it and choose the CSV file inside." },
  {
    bytes: [0x37, 0x7a, 0xbc, 0xaf],
    reason: "This file is compressed (7z). Unpack it and choose the CSV file inside.",
  },
  {
    bytes: [0x52, 0x61, 0x72, 0x21],
    reason: "This file is compressed (RAR). Unpack it and choose the CSV file inside.",
  },
  {
    bytes: [0x89, 0x50, 0x4e, 0x47],
    reason: "This is a picture (PNG). Choose a CSV file, an Excel workbook or vCards.",
  },
  { bytes: [0xff, 0xd8, 0xff], reason: "This is a picture (JPEG). Choose a CSV file, an Excel workbook or vCards." },
];

/** Whether the first bytes are those of a zip archive, which Excel workbooks (.xlsx) are too. */
export function isZip(head: Uint8Array): boolean {
  return startsWith(head, [0x50, 0x4b, 0x03, 0x04]);
}

/** Throws UnreadableFileError when the first bytes are those of a document, archive, picture, web page or JSON. */
export function refuseOtherKinds(head: Uint8Array): void {
  if (isZip(head))
    throw new UnreadableFileError("This file is compressed (zip). Unpack it and choose the CSV file inside.");
  for (const { bytes, reason } of SIGNATURES) {
    if (startsWith(head, bytes)) throw new UnreadableFileError(reason);
  }
  if (/^\s*<(!doctype html|html|\?xml)/i.test(asciiText(head.subarray(0, 200)))) {
    throw new UnreadableFileError("This is a web page or XML, not a CSV file. Download the table again, as CSV.");
  }
  if (/^(\xef\xbb\xbf)?\s*(\{\s*["}]|\[\s*[[{"\]])/.test(asciiText(head.subarray(0, 200)))) {
    throw new UnreadableFileError("This is JSON, not a CSV file. Export the table again, as CSV.");
  }
}

function startsWith(head: Uint8Array, bytes: readonly number[]): boolean {
  return bytes.every((byte, index) => head[index] === byte);
}

function asciiText(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes);
}
