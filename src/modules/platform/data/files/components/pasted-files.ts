/** The name that browsers give every picture of the clipboard. */
const nameless = /^image\.(\w+)$/;

const twoDigits = (value: number) => String(value).padStart(2, "0");

/** The files of a paste. A picture without a name of its own is called by the time, since all would have the same name. */
export function pastedFiles(clipboard: Pick<DataTransfer, "files"> | null, now: Date): File[] {
  return [...(clipboard?.files ?? [])].map((file) => {
    const [, ending] = nameless.exec(file.name) ?? [];
    if (ending === undefined) return file;
    const day = [now.getFullYear(), twoDigits(now.getMonth() + 1), twoDigits(now.getDate())].join("-");
    const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map(twoDigits).join(".");
    return new File([file], `Pasted picture ${day} ${time}.${ending}`, {
      type: file.type,
      lastModified: now.getTime(),
    });
  });
}
