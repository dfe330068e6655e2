import { describeSdk } from '../support/describe-sdk.js';
import { ON_TEMPORAL } from '../support/temporal-suite.js';

describeSdk('temporal-lazy', { ...ON_TEMPORAL, doors: ['interceptor'] });
