import { describeSdk } from '../support/describe-sdk.js';
import { ON_A_SHELF } from '../support/shelf-suite.js';

describeSdk('nice-grpc', { ...ON_A_SHELF, doors: ['channel', 'register'] });
