import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

type Fault = (socket: Socket) => void;

const head = (status: string, ...headers: string[]) => [`HTTP/1.1 ${status}`, ...headers, '', ''].join('\r\n');
const whole = (status: string, type: string, body: string) =>
  head(status, `Content-Type: ${type}`, `Content-Length: ${Buffer.byteLength(body)}`) + body;
const done = '{"errcode":0,"errmsg":"ok"}';

/** Answers a byte a second: each comes in time, all never. */
function drip(socket: Socket): void {
  socket.write(head('200 OK', 'Content-Type: application/json', 'Content-Length: 27'));
  const timer = setInterval(() => socket.write(' '), 1000);
  socket.on('close', () => clearInterval(timer));
}

/** As many megabytes as the other side takes. */
function flood(socket: Socket): void {
  socket.write(head('200 OK', 'Content-Type: application/json', 'Transfer-Encoding: chunked'));
  const megabyte = Buffer.alloc(1024 * 1024, 0x20);
  const pour = () => {
    while (!socket.destroyed && socket.write(`100000\r\n${megabyte.toString('latin1')}\r\n`)) continue;
  };
  socket.on('drain', pour);
  pour();
}

/** What a network, a proxy or a failing server makes of an answer. Each is told once the call has been read. */
export const networkFaults: Readonly<Record<string, Fault>> = {
  reset: (socket) => socket.resetAndDestroy(),
  'closed without a word': (socket) => socket.end(),
  'never answered': () => undefined,
  'headers and then nothing': (socket) => socket.write(head('200 OK', 'Content-Length: 27')),
  'half a header': (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Ty'),
  'a body cut short': (socket) => socket.end(head('200 OK', 'Content-Length: 27') + done.slice(0, 9)),
  'a body that stalls': (socket) => socket.write(head('200 OK', 'Content-Length: 27') + done.slice(0, 9)),
  'a chunk cut short': (socket) => socket.end(`${head('200 OK', 'Transfer-Encoding: chunked')}1b\r\n{"err`),
  'a byte a second': drip,
  '502 with HTML': (socket) => socket.end(whole('502 Bad Gateway', 'text/html', '<html>bad gateway</html>')),
  '502 with a success': (socket) => socket.end(whole('502 Bad Gateway', 'application/json', done)),
  '200 with HTML': (socket) => socket.end(whole('200 OK', 'text/html', '<html>sign in to the network</html>')),
  'an empty body': (socket) => socket.end(whole('200 OK', 'application/json', '')),
  'an empty object': (socket) => socket.end(whole('200 OK', 'application/json', '{}')),
  'an endless body': flood,
  'a redirect': (socket) =>
    socket.end(head('302 Found', 'Location: http://127.0.0.1:1/elsewhere', 'Content-Length: 0')),
  'no HTTP': (socket) => socket.end('SSH-2.0-sample\r\n'),
};

/** A server on loopback that treats every call so. */
export async function startFaultServer(fault: Fault) {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('data', () => fault(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
