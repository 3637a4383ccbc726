/** One question to one DNS server: over UDP, and over TCP where the answer was cut (RFC 7766 §5). */
import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { connect, isIPv6 } from 'node:net';
import type { Packet } from 'dns-packet';
import type { Answer, DnsFailure, RecordType } from './answer.ts';
import { answerOf, decodeAnswer, encodeQuestion, isCut, isUnread, type Unfollowed } from './message.ts';
import { nameOf, type Server } from './servers.ts';

/**
 * Asks once. A fresh port and a random id for each question make answers hard to forge (RFC 5452 §9). A server that
 * can't read EDNS is asked without it.
 * @param ms how long to wait for each of UDP and TCP, milliseconds
 * @param edns whether to speak EDNS; who kept silent may have lost the question for it
 */
export async function exchange<T extends RecordType>(
  server: Server,
  name: string,
  type: T,
  ms: number,
  edns = true,
): Promise<Answer<T> | Unfollowed> {
  const id = randomInt(65_536);
  const question = encodeQuestion(id, name, type, edns);
  const read = (bytes: Buffer): Packet | null => decodeAnswer(bytes, id, name, type);
  let got = await overUdp(server, question, read, ms);
  if (!('status' in got) && isCut(got)) got = await overTcp(server, question, read, ms);
  if ('status' in got) return got;
  if (edns && isUnread(got)) return exchange(server, name, type, ms, false);
  return answerOf(got, name, type, nameOf(server));
}

type Got = Packet | DnsFailure;
type Read = (bytes: Buffer) => Packet | null;

const timeout = (server: Server, ms: number, over = ''): DnsFailure => ({
  status: 'failed',
  kind: 'timeout',
  why: `the DNS server ${nameOf(server)} did not answer${over} within ${ms / 1000} seconds`,
});
const unreachable = (server: Server, over = ''): DnsFailure => ({
  status: 'failed',
  kind: 'unreachable',
  why: `the DNS server ${nameOf(server)} cannot be reached${over}`,
});

/** A busy process may come to its timer first, although the answer is there: what has come in is read before. */
const afterAll = (ms: number, run: () => void): NodeJS.Timeout => setTimeout(() => setImmediate(run), ms);

function overUdp(server: Server, question: Buffer, read: Read, ms: number): Promise<Got> {
  return new Promise((resolve) => {
    const socket = createSocket(isIPv6(server.address) ? 'udp6' : 'udp4');
    let open = true;
    const end = (got: Got): void => {
      if (!open) return;
      open = false;
      clearTimeout(timer);
      socket.close();
      resolve(got);
    };
    const timer = afterAll(ms, () => end(timeout(server, ms)));
    socket.on('error', () => end(unreachable(server)));
    // What answers another question is a late answer or a forged one: it is waited on.
    socket.on('message', (bytes) => {
      const packet = read(bytes);
      if (packet) end(packet);
    });
    // A connected socket takes packets of this server alone, and hears when nobody listens there.
    socket.connect(server.port, server.address, () => {
      if (open) socket.send(question);
    });
  });
}

function overTcp(server: Server, question: Buffer, read: Read, ms: number): Promise<Got> {
  return new Promise((resolve) => {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(question.length);
    const socket = connect(server.port, server.address, () =>
      socket.write(Buffer.concat([length, question])),
    );
    let received = Buffer.alloc(0);
    const end = (got: Got): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(got);
    };
    const timer = afterAll(ms, () => end(timeout(server, ms, ' over TCP')));
    socket.once('error', () => end(unreachable(server, ' over TCP')));
    socket.once('close', () => end(unreachable(server, ' over TCP')));
    socket.on('data', (bytes: Buffer) => {
      received = Buffer.concat([received, bytes]);
      if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return;
      const packet = read(received.subarray(2, 2 + received.readUInt16BE(0)));
      end(
        packet && !isCut(packet)
          ? packet
          : {
              status: 'failed',
              kind: 'malformed',
              why: `the DNS server ${nameOf(server)} sent an answer that cannot be read`,
            },
      );
    });
  });
}
