import { buffer } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";
import { listenOn } from "../ports";
import { Mailbox } from "./mailbox";
import { BASE, createViewer } from "./viewer";

const MAIL_LIMIT_BYTES = 25_000_000;

/** A running mail stand-in: the addresses to send to and to read at. */
export type MailServer = { smtpUrl: string; viewUrl: string; stop(): Promise<void> };

/** Starts a mail server that delivers nothing and keeps everything in `dir`, and a viewer for it. */
export async function startMail({
  dir,
  smtpPort,
  viewPort,
}: {
  dir: string;
  smtpPort: number;
  viewPort: number;
}): Promise<MailServer> {
  const mailbox = await Mailbox.open(dir);
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    disableReverseLookup: true,
    size: MAIL_LIMIT_BYTES,
    onData(stream, session, done) {
      const to = session.envelope.rcptTo.map(({ address }) => address);
      buffer(stream)
        .then((source) => {
          if (stream.sizeExceeded) throw new Error("This mail is larger than 25 MB.");
          return mailbox.deliver({ to, source });
        })
        .then(() => done(), done);
    },
  });
  // A client that disconnects midway is not our error.
  smtp.on("error", () => undefined);
  const viewer = createViewer(mailbox);
  const stop = async () => {
    viewer.closeAllConnections();
    await Promise.all([
      new Promise((resolve) => viewer.close(resolve)),
      new Promise<void>((resolve) => smtp.close(resolve)),
    ]);
  };
  const here = { host: "127.0.0.1", name: "mail stand-in" };
  try {
    await listenOn(smtp.server, { ...here, port: smtpPort });
    await listenOn(viewer, { ...here, port: viewPort });
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    smtpUrl: `smtp://127.0.0.1:${smtpPort}`,
    viewUrl: `http://127.0.0.1:${viewPort}${BASE}`,
    stop,
  };
}
