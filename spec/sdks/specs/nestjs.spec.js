import { describeSdk } from '../support/describe-sdk.js';
import { ON_A_SHELF } from '../support/shelf-suite.js';

describeSdk('nestjs', { ...ON_A_SHELF, doors: ['interceptor', 'channel', 'register'] });
