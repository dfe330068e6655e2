import { startEchoServer } from '../servers/echo.js';
import { describeSdk } from '../support/describe-sdk.js';

describeSdk('generic-client', {
  startServer: startEchoServer,
  doors: ['interceptor', 'channel', 'register'],
  methods: ['/echo.Echo/Repeat', '/echo.Echo/Nothing'],
  words: ['höhö', 'UNIMPLEMENTED'],
});
