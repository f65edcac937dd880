import { declarePart } from '../parts';

declarePart(1, 3);
