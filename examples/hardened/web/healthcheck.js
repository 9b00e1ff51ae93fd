import { get } from 'node:http';

get('http://127.0.0.1:8080/', { timeout: 2000 }, (response) => {
  process.exit(response.statusCode === 200 ? 0 : 1);
}).on('error', () => process.exit(1));
