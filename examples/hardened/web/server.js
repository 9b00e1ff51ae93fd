import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { connect } from 'node:net';

const { DB_HOST = 'localhost' } = process.env;
const shop = JSON.parse(await readFile('config/shop.json', 'utf8'));

/** Whether something listens where the database should be. */
function databaseAnswers() {
  return new Promise((resolve) => {
    const socket = connect(5432, DB_HOST, () => resolve(true)).on('error', () => resolve(false));
    socket.setTimeout(1000, () => resolve(false)).on('close', () => resolve(false));
    socket.on('connect', () => socket.end());
  });
}

createServer(async (_, response) => {
  const ready = await databaseAnswers();
  response.writeHead(ready ? 200 : 503, { 'content-type': 'text/plain' });
  response.end(ready ? `Welcome to ${shop.name}\n` : 'Closed\n');
}).listen(8080);
