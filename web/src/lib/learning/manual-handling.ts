import type { Content } from './content.ts';

export const content: Content = {
	mod_01M6A6FT000000000000000031: {
		drawing: {
			about: 'A box with a question mark, between one person and two',
			lines: [
				{ path: 'M124 44h72v60h-72zM124 60h72' },
				{ path: 'M154 76q0-8 7-8t7 7q0 5-7 8v4M161 94v1', as: 'warn' },
				{ path: 'M56 36a9 9 0 1 0 18 0a9 9 0 1 0-18 0M65 45v30l-10 29M65 75l10 29M65 54l22 12' },
				{ path: 'M242 36a9 9 0 1 0 18 0a9 9 0 1 0-18 0M251 45v30l-10 29M251 75l10 29M251 54l-22 12M276 40a8 8 0 1 0 16 0a8 8 0 1 0-16 0M284 48v28l-9 28M284 76l9 28', as: 'accent' }
			]
		},
		sections: [
			{
				heading: 'Ask before you lift',
				points: [
					'Does it have to be lifted at all, or can it roll, slide, or go by the tail lift?',
					'How heavy is it? Read the label, or tip one edge up with a hand.',
					'Can I grip it, and see over it?',
					'Is the way free, dry and light, and is there room to put it down?'
				]
			},
			{
				heading: 'What a back can bear',
				text: [
					'Close to the body at the height of the hips, most grown men manage 25 kg and most women 16 kg now and then. The further from the body, the higher or lower, the more often, the less. What is above that is for two persons or for a tool: say so, it is no shame.'
				],
				figures: {
					title: 'A guide for a man, lifting now and then',
					unit: 'kg',
					rows: [
						['At the hips, close', 25],
						['At the hips, arms out', 15],
						['At the floor, close', 10],
						['Above the shoulders, close', 10],
						['Above the shoulders, arms out', 5]
					]
				}
			},
			{
				heading: 'You, today',
				text: ['Who has driven for two hours is stiff. Walk around the vehicle once, roll the shoulders, bend the knees a few times. If your back hurts, tell somebody before, not after.']
			}
		],
		questions: [
			{
				text: 'What comes first?',
				answers: ['Ask whether it has to be lifted', 'Bend the knees', 'Put a belt on'],
				right: 0,
				why: 'The best lift is the one that is not needed: trolley, tail lift, pallet truck, a shorter way.'
			},
			{
				text: 'A parcel without a label stands in the way. How do you find out its weight?',
				answers: ['Lift it quickly', 'Push it with a foot', 'Tip one edge up with a hand'],
				right: 2,
				why: 'Tipping an edge takes half of its weight at most, and you can let go at any time.'
			},
			{
				text: 'You hold 15 kg with arms stretched out. Compared with holding it close, the load on your back is …',
				answers: ['the same', 'several times as large', 'a little smaller'],
				right: 1,
				why: 'Your back is the short arm of a lever. Each hand’s breadth away from the body multiplies what it bears.'
			}
		]
	},
	mod_01M6A6FT000000000000000032: {
		drawing: {
			about: 'A person who lifts a box with bent knees and a straight back',
			lines: [
				{ path: 'M134 30a10 10 0 1 0 20 0a10 10 0 1 0-20 0' },
				{ path: 'M142 40l-14 34M128 74l30 8-8 24M150 106h14', as: 'accent' },
				{ path: 'M140 48l14 22 18 2' },
				{ path: 'M168 60h36v36h-36z' },
				{ path: 'M236 92V40m-8 10l8-10 8 10', as: 'accent' }
			]
		},
		sections: [
			{
				heading: 'Lift with the legs',
				points: [
					'Stand close, feet as wide as the hips, one a little ahead.',
					'Bend knees and hips, keep the back as it is when you stand, look ahead.',
					'Grip with whole hands, pull it against you, breathe, and rise evenly.',
					'No jerk, and no bend while you rise.'
				]
			},
			{
				heading: 'Turn with the feet',
				text: ['Lifting and twisting at once does the most harm. Hold it close, take small steps around, and let toes, hips and nose point the same way.']
			},
			{
				heading: 'Carrying and putting down',
				text: [
					'Carry it against the body, so low that you see over it. Two loads in two hands are better than one in one. Put one edge down first, then take your fingers out, then let go. On steps out of a van: never jump down with a load, and never backwards.'
				]
			}
		],
		questions: [
			{
				text: 'You have a box in your hands and want to put it on the trolley beside you. How?',
				answers: ['Twist at the waist', 'Small steps until you face the trolley', 'Stretch out the arms'],
				right: 1,
				why: 'Twisting under load squeezes the discs on one side. Your feet cost you a second.'
			},
			{
				text: 'What does the back do while you lift?',
				answers: ['It is rounded, to be loose', 'It leans far back', 'It stays as when you stand'],
				right: 2,
				why: 'In its own shape the back bears the load evenly. The legs do the work.'
			},
			{
				text: 'How do you get out of the load space with a parcel?',
				answers: ['Put it down at the edge, get out, take it', 'Jump with it', 'Backwards down the step with it'],
				right: 0,
				why: 'At the edge of the floor it stands at a good height to take, and your hands are free to hold on.'
			}
		]
	},
	mod_01M6A6FT000000000000000033: {
		drawing: {
			about: 'A trolley with boxes, tipped back, pushed onto a tail lift',
			lines: [
				{ path: 'M92 20l36 76h40M128 96a10 10 0 1 0 20 0a10 10 0 1 0-20 0' },
				{ path: 'M112 50l38-18 18 38-38 18zM118 24l26-12 12 24', as: 'accent' },
				{ path: 'M186 106h84M270 106V24h36M270 60h36' },
				{ path: 'M228 96V70m-8 8l8-8 8 8', as: 'accent' }
			]
		},
		sections: [
			{
				heading: 'Trolleys',
				points: [
					'Heavy things below, nothing higher than your chin, strapped if it could slip.',
					'Push rather than pull: you see where you go, and your back stays straight.',
					'Tip it by your weight, a foot at the axle, not by your arms.',
					'Up a kerb backwards with the wheels against it; down a ramp the trolley is below you only if you can hold it.'
				]
			},
			{
				heading: 'The tail lift',
				points: [
					'Only who was shown how works it. Look at its safe load, and where on the platform it holds: less at the edge.',
					'Even ground, handbrake on, warning flags or lights on, nobody beneath or beside.',
					'Loads in the middle, wheels locked, roll-stops up.',
					'Ride on it only if it is made for that. Keep feet away from the gap to the vehicle.'
				]
			},
			{
				heading: 'Ice, rain and slopes',
				text: ['A wet steel platform is as slippery as snow. On a slope a roll cage of 300 kg gets away from two persons. If you can’t hold it, don’t be in its way: let it go, and shout.']
			}
		],
		questions: [
			{
				text: 'Where do the heavy boxes go on a trolley?',
				answers: ['On top, to be at hand', 'At the bottom', 'It does not matter'],
				right: 1,
				why: 'A low centre of gravity tips less, and you lift heavy things less high.'
			},
			{
				text: 'A roll cage begins to run away on the slope. What do you do?',
				answers: ['Get before it and stop it', 'Hold it with one hand', 'Get out of its way and shout'],
				right: 2,
				why: 'Goods can be replaced. Nobody stops 300 kg on a slope.'
			},
			{
				text: 'You must load 400 kg on a tail lift for 750 kg. Where does it stand?',
				answers: ['In the middle, near the vehicle', 'At the outer edge', 'Anywhere, since it is below the limit'],
				right: 0,
				why: 'The stated load holds only at a stated distance from the vehicle. At the edge it is much less.'
			}
		]
	},
	mod_01M6A6FT000000000000000034: {
		drawing: {
			about: 'A box against the wall of the load space, held by a strap',
			lines: [
				{ path: 'M40 100V22h220M40 100h240' },
				{ path: 'M46 44h90v54H46zM136 60h60v38h-60z' },
				{ path: 'M40 30q60 4 104 26t86 44M230 100h8', as: 'accent' },
				{ path: 'M240 60h50m-12-10l12 10-12 10', as: 'warn' }
			]
		},
		sections: [
			{
				heading: 'What the road does to a load',
				text: [
					'In a full braking a load pushes forward with 80 % of its weight, in bends and when pulling away with 50 %. What is not held goes on when the vehicle stops: a parcel of 20 kg hits the partition at 50 km/h like half a ton.'
				],
				figures: {
					title: 'What must be held, in % of the load’s weight',
					unit: '%',
					rows: [
						['Forward', 80],
						['To each side', 50],
						['Backward', 50]
					]
				}
			},
			{
				heading: 'Fill the gaps',
				points: [
					'Against the front wall, without gaps; heavy things low, in front of the rear axle, and in the middle.',
					'Fill what is left with empties, cushions or bars.',
					'Anti-slip mats below: they hold more than half of it alone.',
					'Then straps: over the load to press it down, or around it to hold it back. Check the label; a cut or a knot is its end.'
				]
			},
			{
				heading: 'Look again',
				text: ['Tighten after the first kilometres and after each stop: loads settle. What you took out leaves a gap; close it. The driver answers for the load, also if others put it in.']
			}
		],
		questions: [
			{
				text: 'How much of a load’s weight must be held towards the front?',
				answers: ['30 %', '50 %', '80 %'],
				right: 2,
				why: 'A full braking brings about 0.8 g. To the sides and the back it is 50 %.'
			},
			{
				text: 'A strap has a small cut at its edge. What do you do?',
				answers: ['Use it for light loads', 'Take it out of use', 'Make a knot there'],
				right: 1,
				why: 'A cut strap tears at a part of its load, and a knot halves what it holds.'
			},
			{
				text: 'You have delivered half of the load. What now?',
				answers: ['Close the gap and tighten again', 'Drive on: it is lighter now', 'Drive more slowly'],
				right: 0,
				why: 'What stood against the delivered goods can slide now. The same forces act on what is left.'
			}
		]
	}
};
